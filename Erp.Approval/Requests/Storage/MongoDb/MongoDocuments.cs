using Erp.Api.Json;
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
        BsonSerializer.RegisterSerializationProvider(new Enums());
    }

    public static BsonDocument From(ApprovalRequest request)
    {
        var document = request.ToBsonDocument();
        document["approverIds"] = new BsonArray(request.Line);
        document["deciderIds"] = new BsonArray(request.Deciders);
        document["titleTerms"] = new BsonArray(TitleTerms.Of(request.Title));
        document["pendingApproverId"] = BsonValue.Create(request.Current?.ApproverId);
        document["pendingEpoch"] = BsonValue.Create(request.Current?.InboxEpoch);
        document["pendingSince"] = BsonValue.Create(
            request.Current is null ? null : (long?)request.CurrentSince.ToUnixTimeMilliseconds());
        document["outboxDue"] = BsonValue.Create(request.OutboxDue?.ToUnixTimeMilliseconds());
        return document;
    }

    public static ApprovalRequest To(BsonDocument document) => BsonSerializer.Deserialize<ApprovalRequest>(document);

    /// <summary>The enums of a request under the names that JSON shows.</summary>
    private sealed class Enums : IBsonSerializationProvider
    {
        public IBsonSerializer? GetSerializer(Type type) =>
            type.IsEnum && type.Namespace == typeof(ApprovalRequest).Namespace
                ? (IBsonSerializer)Activator.CreateInstance(typeof(ByName<>).MakeGenericType(type))!
                : null;
    }

    private sealed class ByName<T> : StructSerializerBase<T> where T : struct, Enum
    {
        public override void Serialize(BsonSerializationContext context, BsonSerializationArgs args, T value) =>
            context.Writer.WriteString(value.Name());

        public override T Deserialize(BsonDeserializationContext context, BsonDeserializationArgs args) =>
            EnumNames.Parse<T>(context.Reader.ReadString());
    }
}
