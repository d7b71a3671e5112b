using Erp.Api.Errors;
using Erp.Web.Languages;
using Erp.Web.Services;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Pages.Requests;

/// <summary>Refusals that are about people, in their names.</summary>
internal static class Refusals
{
    /// <summary>Beside the list in which they stand.</summary>
    public static ProblemException NotHere(
        ProblemException refusal, PeopleNames names, Draft draft, IStringLocalizer<Texts> texts)
    {
        var ids = refusal.Extensions.GetValueOrDefault(Problem.EmployeesMember) as long[] ?? [];
        var errors = new Dictionary<string, string[]>();
        Add("steps", draft.Approvers);
        Add("readers", draft.Readers);
        return new(refusal.Status, refusal.Code, texts["Not everybody whom you chose works here."])
        {
            Extensions = new Dictionary<string, object?> { [Problem.ErrorsMember] = errors },
        };

        void Add(string field, IEnumerable<long> people)
        {
            var named = people.Intersect(ids).Select(names.Of).ToList();
            if (named.Count > 0) errors[field] = [texts["Does not work here: {0}", string.Join(", ", named)]];
        }
    }
}
