using System.Net;
using System.Reflection;
using Erp.Contracts;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Pages;

/// <summary>Notifications are said in their reader's language.</summary>
public sealed class SentenceTests(WebFixture erp) : IAsyncLifetime
{
    private const string InEnglishOnly = "As the service says it";
    private static readonly DateOnly From = new(2026, 12, 7), To = new(2026, 12, 8);
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Site _site = null!;

    public static TheoryData<Sentence, string, string> Said => new()
    {
        {
            Sentences.DecisionWaits("Chairs", null), "“Chairs” waits for your decision.",
            "“Chairs” 요청이 결재를 기다립니다."
        },
        {
            Sentences.DecisionWaits("Chairs", 7), "“Chairs” waits for your decision in the place of Person 7.",
            "“Chairs” 요청이 Person 7 님을 대신한 결재를 기다립니다."
        },
        {
            Sentences.DecisionStillWaits("Chairs", null), "“Chairs” still waits for your decision.",
            "“Chairs” 요청이 아직 결재를 기다립니다."
        },
        {
            Sentences.DecisionStillWaits("Chairs", 7), "“Chairs” still waits for the decision of Person 7.",
            "“Chairs” 요청이 아직 Person 7 님의 결재를 기다립니다."
        },
        {
            Sentences.DecisionHandedOn("Chairs"), "“Chairs” waits for somebody else now.",
            "“Chairs” 요청은 이제 다른 사람이 결재합니다."
        },
        {
            Sentences.RequestStuck("Chairs", 7),
            "“Chairs” waits for Person 7, who has left. Give the step to somebody else.",
            "“Chairs” 요청이 퇴사한 Person 7 님의 결재를 기다립니다. 다른 사람에게 단계를 넘겨 주십시오."
        },
        {
            Sentences.StepApproved("Chairs", 1, 3), "Step 1 of 3 of “Chairs” was approved.",
            "“Chairs” 요청의 3단계 중 1단계가 승인되었습니다."
        },
        { Sentences.RequestApproved("Chairs"), "“Chairs” was approved.", "“Chairs” 요청이 승인되었습니다." },
        { Sentences.RequestRejected("Chairs", null), "“Chairs” was rejected.", "“Chairs” 요청이 반려되었습니다." },
        {
            Sentences.RequestRejected("Chairs", "No."), "“Chairs” was rejected: No.",
            "“Chairs” 요청이 반려되었습니다: No."
        },
        {
            Sentences.RequestWithdrawn("Chairs"), "“Chairs” was cancelled by its requester.",
            "요청자가 “Chairs” 요청을 취소했습니다."
        },
        {
            Sentences.RequestCancelled("Chairs"), "“Chairs” was cancelled by HR.",
            "인사 담당자가 “Chairs” 요청을 취소했습니다."
        },
        {
            Sentences.RequestCommented("Chairs", 7, "Ten will do."), "Person 7 said about “Chairs”: Ten will do.",
            "Person 7 님이 “Chairs” 요청에 의견을 남겼습니다: Ten will do."
        },
        {
            Sentences.LeaveRequested(7, From, To, 2), "Person 7 asks for leave: 7 Dec 2026 – 8 Dec 2026, 2 days.",
            "Person 7 님이 휴가를 신청했습니다: 2026년 12월 7일 – 2026년 12월 8일, 2일."
        },
        {
            Sentences.LeaveTakenBack(7, From, From, 0.5m), "Person 7 takes back the leave: 7 Dec 2026, 0.5 days.",
            "Person 7 님이 휴가를 취소했습니다: 2026년 12월 7일, 0.5일."
        },
        {
            Sentences.LeaveApproved(From, From, null), "Your leave (7 Dec 2026) was approved.",
            "휴가(2026년 12월 7일)가 승인되었습니다."
        },
        {
            Sentences.LeaveApproved(From, From, "Enjoy."), "Your leave (7 Dec 2026) was approved: Enjoy.",
            "휴가(2026년 12월 7일)가 승인되었습니다: Enjoy."
        },
        {
            Sentences.LeaveRejected(From, From, null), "Your leave (7 Dec 2026) was rejected.",
            "휴가(2026년 12월 7일)가 반려되었습니다."
        },
        {
            Sentences.LeaveRejected(From, From, "Fair."), "Your leave (7 Dec 2026) was rejected: Fair.",
            "휴가(2026년 12월 7일)가 반려되었습니다: Fair."
        },
        {
            Sentences.RewardEarned(30, 1), "Your check-in number 30 earned you 1 day of leave.",
            "30번째 출근으로 휴가 1일을 받았습니다."
        },
        {
            Sentences.BalanceAdjusted(-1.5m, 12, "Slip."),
            "Your leave balance was adjusted by −1.5 to 12 days: Slip.",
            "휴가 잔여가 −1.5일 조정되어 12일이 되었습니다: Slip."
        },
        {
            Sentences.QuestApproved("Move", null), "Your work on the quest “Move” was approved.",
            "퀘스트 “Move”의 수행이 승인되었습니다."
        },
        {
            Sentences.QuestApproved("Move", "Good."), "Your work on the quest “Move” was approved: Good.",
            "퀘스트 “Move”의 수행이 승인되었습니다: Good."
        },
        {
            Sentences.QuestRejected("Move", null), "Your work on the quest “Move” was rejected.",
            "퀘스트 “Move”의 수행이 반려되었습니다."
        },
        {
            Sentences.QuestRejected("Move", "Half."), "Your work on the quest “Move” was rejected: Half.",
            "퀘스트 “Move”의 수행이 반려되었습니다: Half."
        },
    };

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        _web = erp.Replica(_services);
        _site = new(_web);
        await _site.SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _web.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Each_is_said_in_both_languages()
    {
        var english = await ReadAsync("en", [.. Said.Select(s => s.Data.Item1)]);
        var korean = await ReadAsync("ko", [.. Said.Select(s => s.Data.Item1)]);
        Assert.Equal(Said.Select(s => s.Data.Item2), english);
        Assert.Equal(Said.Select(s => s.Data.Item3), korean);
    }

    [Fact]
    public void None_is_forgotten_here()
    {
        var there = typeof(Sentences).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.ReturnType == typeof(Sentence)).Select(m => m.Name.ToUpperInvariant()).Order();
        var said = Said.Select(s => s.Data.Item1.Name.Replace("_", "", StringComparison.Ordinal)).Distinct().Order();
        Assert.Equal(there, said);
    }

    [Fact]
    public async Task What_the_pages_do_not_know_is_said_as_it_came()
    {
        var none = new Dictionary<string, string>();
        Sentence?[] unknown =
        [
            null, new("OF_TOMORROW", none), new("REQUEST_APPROVED", none),
            new("LEAVE_REQUESTED", new Dictionary<string, string> { ["employee"] = "x", ["from"] = "x" }),
        ];
        Assert.All(await ReadAsync("ko", unknown), text => Assert.Equal(InEnglishOnly, text));
    }

    [Fact]
    public async Task People_are_numbers_while_nobody_says_their_names()
    {
        _services.Fails = 503;
        _services.Works = path => path.StartsWith("/notifications", StringComparison.Ordinal);
        Assert.Equal(["#7 said about “Chairs”: Ten."],
            await ReadAsync("en", Sentences.RequestCommented("Chairs", 7, "Ten.")));
    }

    private async Task<IEnumerable<string>> ReadAsync(string language, params Sentence?[] sentences)
    {
        _services.Notifications =
        [
            .. sentences.Select((sentence, i) => new
            {
                id = sentences.Length - i, type = "ANNOUNCEMENT", approvalId = (long?)null, status = (string?)null,
                message = InEnglishOnly, timestamp = DateTimeOffset.UnixEpoch, read = true, sentence,
            }),
        ];
        await _site.GetAsync("/notifications", ("Accept-Language", language));
        return _site.Html.Split("<p class=\"text\">").Skip(1)
            .Select(after => WebUtility.HtmlDecode(after[..after.IndexOf("</p>", StringComparison.Ordinal)]));
    }
}
