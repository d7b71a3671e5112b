using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The default of a parameter.</summary>
public abstract class ParameterDefault
{
    /// <summary>Writes the default into the manifest, inside the <c>default</c> object of the parameter's input.</summary>
    /// <param name="context">The manifest.</param>
    public abstract void WriteToManifest(ManifestPublishingContext context);

    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();
}

/// <summary>A default that is generated at random: a password or key.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerChars = "abcdefghjkmnpqrstuvwxyz", UpperChars = "ABCDEFGHJKMNPQRSTUVWXYZ", NumericChars = "0123456789", SpecialChars = "-_.{}~()*+!";

    /// <summary>Fewest characters.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether lower-case letters may be used.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters may be used.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits may be used.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether special characters may be used.</summary>
    public bool Special { get; set; } = true;

    /// <summary>Fewest lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>Fewest upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>Fewest digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>Fewest special characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        foreach (var (name, allowed) in new[] { ("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special) })
        {
            if (!allowed)
            {
                writer.WriteBoolean(name, false);
            }
        }

        foreach (var (name, count) in new[] { ("minLower", MinLower), ("minUpper", MinUpper), ("minNumeric", MinNumeric), ("minSpecial", MinSpecial) })
        {
            if (count > 0)
            {
                writer.WriteNumber(name, count);
            }
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        (string Chars, bool Allowed, int Min)[] kinds =
            [(LowerChars, Lower, MinLower), (UpperChars, Upper, MinUpper), (NumericChars, Numeric, MinNumeric), (SpecialChars, Special, MinSpecial)];
        var all = string.Concat(kinds.Where(k => k.Allowed).Select(k => k.Chars));
        if (all.Length == 0)
        {
            throw new DistributedApplicationException("A generated value needs at least one kind of characters.");
        }

        var required = kinds.Where(k => k.Allowed).SelectMany(k => RandomNumberGenerator.GetItems<char>(k.Chars, k.Min)).ToArray();
        char[] chars = [.. required, .. RandomNumberGenerator.GetItems<char>(all, Math.Max(0, MinLength - required.Length))];
        RandomNumberGenerator.Shuffle<char>(chars);
        return new string(chars);
    }
}

/// <summary>A default that is given in Program.cs.</summary>
internal sealed class ConstantParameterDefault(Func<string> value) : ParameterDefault
{
    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value());

    public override string GetDefaultValue() => value();
}
