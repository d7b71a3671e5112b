using Erp.Notification.Tests.Support;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public class SocketTests(TwoReplicas replicas)
{
    [Fact]
    public async Task A_socket_on_one_replica_gets_what_is_sent_through_the_other()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.First.OpenAsync(employee);
        var id = await replicas.Second.SendAsync(employee, "through the other");

        var frame = await socket.NextAsync();
        Assert.Equal("through the other", frame.Text());
        Assert.Equal(id, frame["id"]!.GetValue<long>());
        Assert.Equal("ANNOUNCEMENT", frame["type"]!.GetValue<string>());
        Assert.EndsWith("Z", frame["timestamp"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_while_closed_comes_after_the_reconnect_in_order_and_once_and_then_what_is_new()
    {
        var employee = Backing.NewEmployee();
        long seen;
        await using (var socket = await replicas.First.OpenAsync(employee))
        {
            seen = await replicas.First.SendAsync(employee, "first");
            await socket.AssertNextIsAsync("first");
        }
        await replicas.Second.SendAsync(employee, "second");
        await replicas.First.SendAsync(employee, "third");

        await using var again = await replicas.Second.OpenAsync(employee, seen);
        await replicas.First.SendAsync(employee, "fourth");
        Assert.Equal(["second", "third", "fourth"], await again.NextAsync(3));
    }

    [Fact]
    public async Task Without_after_the_stream_begins_with_the_next_one()
    {
        var employee = Backing.NewEmployee();
        await replicas.First.SendAsync(employee, "old");
        await using var socket = await replicas.First.OpenAsync(employee);
        await replicas.First.SendAsync(employee, "new");
        await socket.AssertNextIsAsync("new");
    }

    [Fact]
    public async Task Sockets_that_open_in_the_midst_of_a_stream_of_sends_have_neither_gaps_nor_doubles()
    {
        var employee = Backing.NewEmployee();
        var start = await replicas.First.SendAsync(employee, "0");
        var sending = Task.Run(async () =>
        {
            for (var n = 1; n <= 80; n++)
                await (n % 2 == 0 ? replicas.First : replicas.Second).SendAsync(employee, $"{n}");
        });
        var expected = Enumerable.Range(1, 80).Select(n => $"{n}").ToList();
        var opening = Enumerable.Range(0, 6).Select(async n =>
        {
            await Task.Delay(n * 15); // spread over the sending
            await using var socket = await (n % 2 == 0 ? replicas.First : replicas.Second).OpenAsync(employee, start);
            Assert.Equal(expected, await socket.NextAsync(80));
        });
        await Task.WhenAll(opening.Append(sending));
    }

    [Fact]
    public async Task Every_socket_of_an_employee_gets_everything()
    {
        var employee = Backing.NewEmployee();
        await using var one = await replicas.First.OpenAsync(employee);
        await using var two = await replicas.First.OpenAsync(employee);
        await using var three = await replicas.Second.OpenAsync(employee);
        await replicas.First.SendAsync(employee, "to all");
        foreach (var socket in new[] { one, two, three }) await socket.AssertNextIsAsync("to all");
    }

    [Fact]
    public async Task Nobody_gets_what_is_somebody_elses()
    {
        var (one, other) = (Backing.NewEmployee(), Backing.NewEmployee());
        await using var socket = await replicas.First.OpenAsync(one);
        await replicas.First.SendAsync(other, "for the other");
        await replicas.First.SendAsync(one, "for me");
        await socket.AssertNextIsAsync("for me");
    }

    [Fact]
    public async Task A_message_id_that_is_sent_twice_comes_once()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.First.OpenAsync(employee);
        var first = await replicas.First.SendAsync(employee, "once", "the-id");
        Assert.Equal(first, await replicas.Second.SendAsync(employee, "once", "the-id"));
        await replicas.First.SendAsync(employee, "then this");
        Assert.Equal(["once", "then this"], await socket.NextAsync(2));
    }

    [Fact]
    public async Task An_after_that_is_not_reached_yet_does_not_swallow_what_comes()
    {
        var employee = Backing.NewEmployee();
        await replicas.First.SendAsync(employee, "old");
        await using var socket = await replicas.First.OpenAsync(employee, long.MaxValue);
        await replicas.First.SendAsync(employee, "new");
        await socket.AssertNextIsAsync("new");
    }

    [Fact]
    public async Task A_client_that_talks_too_much_is_closed_with_1008()
    {
        await using var socket = await replicas.First.OpenAsync(Backing.NewEmployee());
        for (var n = 0; n < 61; n++) await socket.SendAsync("hello");
        Assert.Equal(1008, (await socket.UntilClosedAsync()).Code);
    }

    [Fact]
    public async Task A_client_that_sends_a_big_message_is_closed_with_1009()
    {
        await using var socket = await replicas.First.OpenAsync(Backing.NewEmployee());
        await socket.SendAsync(new byte[5000]);
        Assert.Equal(1009, (await socket.UntilClosedAsync()).Code);
    }

    [Fact]
    public async Task A_client_that_talks_a_little_goes_on()
    {
        var employee = Backing.NewEmployee();
        await using var socket = await replicas.First.OpenAsync(employee);
        await socket.SendAsync("ping");
        await replicas.First.SendAsync(employee, "still here");
        await socket.AssertNextIsAsync("still here");
    }
}
