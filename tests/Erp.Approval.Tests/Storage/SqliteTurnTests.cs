using Erp.Approval.Requests.Storage.Sqlite;

namespace Erp.Approval.Tests.Storage;

public sealed class SqliteTurnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Others_wait_while_somebody_has_the_turn()
    {
        var (one, other) = (Turn(), Turn());
        var turn = one.TryTake();
        Assert.NotNull(turn);
        Assert.Null(other.TryTake());
        var waiting = Task.Run(other.LetOthers);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(100)));
        turn.Dispose();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        using var next = other.TryTake();
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Who_hangs_with_it_keeps_nobody_out()
    {
        using var turn = Turn().TryTake();
        await Task.Run(Turn().LetOthers).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Null(Turn().TryTake());
    }

    [Fact]
    public void Where_no_file_can_be_made_there_are_no_turns() =>
        Assert.Null(new SqliteTurn(_folder.File("none/there")).TryTake());

    private SqliteTurn Turn() => new(_folder.File("approvals.db-turn"));
}
