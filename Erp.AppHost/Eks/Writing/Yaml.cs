using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;
using YamlDotNet.Serialization.NamingConventions;

namespace Erp.AppHost.Eks.Writing;

/// <summary>Objects to YAML as kubectl and kustomize read it: same object, same bytes.</summary>
internal static class Yaml
{
    private static readonly ISerializer Serializer = Builder()
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithEventEmitter(next => new LiteralBlocks(next))
        .WithIndentedSequences()
        .DisableAliases()
        .WithNewLine("\n")
        .Build();

    private static readonly ISerializer OneLine = Builder().JsonCompatible().Build();

    public static string Write(object value) => Serializer.Serialize(value);

    /// <summary>In one line, for a template to take in.</summary>
    public static string WriteInline(object value) => OneLine.Serialize(value).TrimEnd();

    private static SerializerBuilder Builder() => new SerializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull);

    /// <summary>Scripts and dashboards stay readable: text of several lines is written as a block.</summary>
    private sealed class LiteralBlocks(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text && text.Contains('\n', StringComparison.Ordinal))
                eventInfo.Style = ScalarStyle.Literal;
            base.Emit(eventInfo, emitter);
        }
    }
}
