Console.Error.WriteLine("embedded Kafka: not built yet");
return 1;
