using Erp.Web.Pages.Requests;
using Erp.Web.Services;

namespace Erp.Web.Tests.Pages;

/// <summary>What the buttons of a new request do to its people.</summary>
public sealed class DraftTests
{
    private static readonly Draft Three = new([1, 2, 3], [8]);

    [Theory]
    [InlineData("up:2", "2,1,3")]
    [InlineData("up:1", "1,2,3")]
    [InlineData("down:2", "1,3,2")]
    [InlineData("down:3", "1,2,3")]
    [InlineData("remove-approver:2", "1,3")]
    [InlineData("add-approver:4", "1,2,3,4")]
    [InlineData("add-approver:2", "1,2,3")]
    [InlineData("use:5,4", "5,4")]
    [InlineData("up:9", "1,2,3")]
    [InlineData("remove-reader:1", "1,2,3")]
    [InlineData("up:", "1,2,3")]
    [InlineData("up:99999999999999999999", "1,2,3")]
    [InlineData("use:a,-1,0", "1,2,3")]
    [InlineData("nonsense:1", "1,2,3")]
    [InlineData("send", "1,2,3")]
    [InlineData(null, "1,2,3")]
    public void A_button_changes_the_line(string? button, string line) =>
        Assert.Equal(line, string.Join(',', Three.After(button).Approvers));

    [Theory]
    [InlineData("add-reader:1", "8,1")]
    [InlineData("add-reader:8", "8")]
    [InlineData("remove-reader:8", "")]
    public void A_button_changes_the_readers(string button, string readers) =>
        Assert.Equal(readers, string.Join(',', Three.After(button).Readers));

    [Fact]
    public void There_is_room_for_twenty()
    {
        var draft = Draft.Empty;
        for (var id = 1; id <= 25; id++) draft = draft.After(Draft.Button(Draft.AddApprover, id));

        Assert.Equal(Enumerable.Range(1, 20).Select(id => (long)id), draft.Approvers);
    }

    [Fact]
    public void A_line_of_before_has_those_who_were_named_and_not_who_stood_in()
    {
        ApprovalStep[] steps =
        [
            new(2, 3, StepStatus.Pending, null, null, null), new(1, 20, StepStatus.Approved, null, null, OnBehalfOf: 2),
        ];

        Assert.Equal([2, 3], Draft.LineOf(steps));
    }
}
