using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Erp.TestSupport;

/// <summary>Random request bodies: mutations of a valid one, and JSON out of nothing. None may ever be answered with
/// 5xx.</summary>
public static class RandomBodies
{
    /// <summary>A generator of bodies near to <paramref name="valid"/>.</summary>
    public static Gen<string> Near(string valid) => Gen.Frequency(
        (6, Mutated(valid)),
        (2, Json(3)),
        (1, Broken(valid)),
        (1, Gen.Constant(valid)));

    /// <summary>So many bodies; the same seed gives the same ones, so a failure can be repeated.</summary>
    public static IReadOnlyList<string> Sample(string valid, int count, int seed = 1) =>
        Near(valid).Sample(numberOfSamples: count, seed: new Rnd((ulong)seed), size: 30);

    /// <summary>Sends so many random bodies, eight at a time, and asserts that none is answered with 5xx.</summary>
    public static async Task AssertNoServerErrorAsync(
        HttpClient client, HttpMethod method, string path, string valid, int count, int seed = 1)
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            Sample(valid, count, seed),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (body, cancel) =>
            {
                using var request = new HttpRequestMessage(method, path)
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                BadInput.AskFirst(request);
                using var response = await client.SendAsync(request, cancel);
                if ((int)response.StatusCode >= 500)
                    failures.Enqueue(
                        $"{(int)response.StatusCode} for {(body.Length > 500 ? body[..500] + "…" : body)}");
            });
        Assert.Empty(failures);
    }

    private static Gen<string> Mutated(string valid)
    {
        var fields = JsonNode.Parse(valid)!.AsObject().Select(p => p.Key).ToArray();
        return from field in Gen.Elements(fields)
               from second in Gen.Elements(fields)
               from value in Value
               from other in Json(2)
               from both in Gen.Elements(true, false)
               select both ? Set(Set(valid, field, value), second, other) : Set(valid, field, value);
    }

    private static Gen<string> Broken(string valid) =>
        from cut in Gen.Choose(0, valid.Length)
        from text in Text
        select valid[..cut] + text;

    private static Gen<string> Value => Gen.OneOf(Scalar, Json(2));

    private static Gen<string> Scalar =>
        Gen.OneOf(
            Gen.Elements(
                "null",
                "true",
                "0",
                "-1",
                "1.5",
                "0.25",
                "1e308",
                "9223372036854775807",
                "-9223372036854775808",
                "79228162514264337593543950335",
                "1e-28",
                "\"\"",
                "\" \"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"0001-01-01\"",
                "\"9999-12-31\"",
                "\"2026-02-30\"",
                "\"2026-01-01T00:00:00Z\"",
                "\"' OR 1=1 --\"",
                "\"\\r\\nX: y\""),
            Gen.Choose(int.MinValue, int.MaxValue).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            Gen.Choose(1, 20_000).Select(n => Quote(new string('한', n))),
            Text.Select(Quote));

    private static Gen<string> Text =>
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "");

    private static Gen<string> Json(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(Scalar,
            Gen.ListOf(Json(depth - 1)).Select(items => "[" + string.Join(',', items.Take(8)) + "]"),
            from names in Gen.ListOf(Text)
            from value in Json(depth - 1)
            select "{" + string.Join(',', names.Take(5).Select(n => Quote(n) + ":" + value)) + "}");

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    private static string Set(string valid, string field, string json)
    {
        try
        {
            var root = JsonNode.Parse(valid)!.AsObject();
            root[field] = "@@here@@";
            return root.ToJsonString().Replace("\"@@here@@\"", json, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return valid; // an earlier mutation made it unreadable: bad enough as it is
        }
    }
}
