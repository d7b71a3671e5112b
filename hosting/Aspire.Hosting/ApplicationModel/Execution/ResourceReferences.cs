namespace Aspire.Hosting.ApplicationModel;

/// <summary>Finds the resources that a value is composed of.</summary>
internal static class ResourceReferences
{
    public static IEnumerable<IResource> Of(object? value)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object>();
        if (value is not null)
        {
            pending.Push(value);
        }

        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            if ((next as IResourceBuilder<IResource>)?.Resource is { } built)
            {
                pending.Push(built);
            }

            if (next is IResource resource)
            {
                yield return resource;
            }

            if (next is IValueWithReferences references)
            {
                foreach (var reference in references.References)
                {
                    pending.Push(reference);
                }
            }
        }
    }

    /// <summary>The values that stand in a format somewhere in <paramref name="value"/>.</summary>
    public static IEnumerable<(IManifestExpressionProvider Provider, string Format)> FormattedValuesOf(object? value)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object?>([value]);
        while (pending.TryPop(out var next))
        {
            if (next is null || !seen.Add(next))
            {
                continue;
            }

            if (next is ReferenceExpression expression)
            {
                for (var i = 0; i < expression.ValueProviders.Count; i++)
                {
                    if (expression.StringFormats[i] is { Length: > 0 } format)
                    {
                        yield return ((IManifestExpressionProvider)expression.ValueProviders[i], format);
                    }
                }
            }

            foreach (var reference in (next as IValueWithReferences)?.References ?? [])
            {
                pending.Push(reference);
            }
        }
    }
}
