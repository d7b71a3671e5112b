using Erp.Approval.Requests.Domain;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Conventions;
using MongoDB.Bson.Serialization.Serializers;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>From a request to its document, with the fields that only searching needs, and back.</summary>
internal static class MongoDocuments
{
    static MongoDocuments()
    {
        var conventions = new ConventionPack
        {
            new CamelCaseElementNameConvention(), new IgnoreExtraElementsConvention(true),
        };
        ConventionRegistry.Register("approvals", conventions, t => t.Namespace == typeof(ApprovalRequest).Namespace);
        // BSON dates have milliseconds; the clock of the service is cut to them before anything is stored.
        BsonSerializer.RegisterSerializer(new DateTimeOffsetSerializer(BsonType.DateTime));
        BsonSerializer.RegisterSerializer(new DecimalSerializer(BsonType.Decimal128));
        BsonSerializer.RegisterSerializer(new ByName<ApprovalType>(EnumNames.Upper));
        BsonSerializer.RegisterSerializer(new ByName<FinalStatus>(EnumNames.Lower));
        BsonSerializer.RegisterSerializer(new ByName<StepStatus>(EnumNames.Lower));
        BsonSerializer.RegisterSerializer(new ByName<HistoryAction>(EnumNames.Lower));
    }

    public static BsonDocument From(ApprovalRequest request)
    {
        var document = request.ToBsonDocument();
        document["approverIds"] = new BsonArray(request.Steps.Select(s => s.ApproverId));
        document["pendingApproverId"] = BsonValue.Create(request.Current?.ApproverId);
        document["pendingEpoch"] = BsonValue.Create(request.Current?.InboxEpoch);
        document["outboxDue"] = BsonValue.Create(request.OutboxDue?.ToUnixTimeMilliseconds());
        return document;
    }

    public static ApprovalRequest To(BsonDocument document) => BsonSerializer.Deserialize<ApprovalRequest>(document);

    /// <summary>An enum under the name that messages and queries know it by.</summary>
    private sealed class ByName<T>(Func<T, string> name) : StructSerializerBase<T> where T : struct, Enum
    {
        private readonly Dictionary<string, T> _values = Enum.GetValues<T>().ToDictionary(name);

        public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, T value) =>
            context.Writer.WriteString(name(value));

        public override T Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args) =>
            _values[context.Reader.ReadString()];
    }
}
