namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Volume(string Name, EmptyDir EmptyDir);

internal sealed record EmptyDir(string SizeLimit);

internal sealed record VolumeMount(string Name, string MountPath);
