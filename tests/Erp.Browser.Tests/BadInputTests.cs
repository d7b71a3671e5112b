using Erp.Browser.Tests.Support;

namespace Erp.Browser.Tests;

/// <summary>Nonsense in every field of every form: refused with a word about it, never a fault.</summary>
public sealed class BadInputTests(Company company)
{
    // Sends each form of the page that has something to type into, with nonsense of a kind in all of its fields.
    private const string Send = """
        async kind => {
          const nonsense = {
            empty: () => '', long: () => 'x'.repeat(20000), wrong: () => '-1e400;\u0000\'"<', unknown: f => f.value,
          }[kind];
          const results = [];
          for (const form of document.querySelectorAll('form[method=post][id]')) {
            const fields = [...form.elements].filter(f =>
              f.name && !['hidden', 'submit', 'file', 'checkbox', 'radio'].includes(f.type));
            if (fields.length === 0) continue;
            const data = new FormData(form);
            for (const field of fields) data.set(field.name, nonsense(field));
            for (const button of form.querySelectorAll('button[name]')) data.set(button.name, button.value);
            if (kind === 'unknown') {
              for (const field of fields) data.set(field.name, field.tagName === 'SELECT' ? 'NO_SUCH' : '');
              data.set('noSuchField', '1');
            }
            const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
            const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
            const text = answer.type === 'opaqueredirect' ? '' : await answer.text();
            results.push([form.id, answer.status, text.includes('role="alert"') || text.includes('role="status"')]);
          }
          return results.map(r => `${r[0]} ${r[1]} ${r[2]}`);
        }
        """;

    [Theory]
    [InlineData("empty")]
    [InlineData("long")]
    [InlineData("wrong")]
    [InlineData("unknown")]
    public async Task Nonsense_is_refused_with_a_word(string kind)
    {
        await using var hr = await company.SignInAsHrAsync(new());
        var (faults, forms) = (new List<string>(), 0);
        foreach (var path in Pages.All(await company.PathsAsync()).Where(p => p != "/sign-in/choose"))
        {
            await hr.GoAsync(path);
            foreach (var result in await hr.Page.EvaluateAsync<string[]>(Send, kind))
            {
                forms++;
                var parts = result.Split(' ');
                // 0 is a redirect: some forms have nothing that must be there.
                var fine = parts[1] is "0" or "200" || (parts[1] is "400" or "404" or "409" or "413" or "414" or "422"
                    && (parts[2] == "true" || parts[1] is "404" or "413"));
                if (!fine || (parts[1] == "0" && kind is "long" or "wrong")) faults.Add($"{path}: {result}");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(forms > 10, $"Only {forms} forms were found.");
    }
}
