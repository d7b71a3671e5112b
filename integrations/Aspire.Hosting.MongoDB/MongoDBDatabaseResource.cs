namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a MongoDB server; MongoDB creates it with its first document.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="databaseName">The name of the database.</param>
/// <param name="parent">The server.</param>
public class MongoDBDatabaseResource(string name, string databaseName, MongoDBServerResource parent)
    : Resource(name), IResourceWithParent<MongoDBServerResource>, IResourceWithConnectionString
{
    /// <summary>The server.</summary>
    public MongoDBServerResource Parent { get; } = parent ?? throw new ArgumentNullException(nameof(parent));

    /// <summary>The name of the database.</summary>
    public string DatabaseName { get; } = string.IsNullOrEmpty(databaseName)
        ? throw new ArgumentException("A database needs a name.", nameof(databaseName))
        : databaseName;

    /// <summary>The server's connection string with the database as its path.</summary>
    public ReferenceExpression ConnectionStringExpression => Parent.BuildUri(DatabaseName);

    /// <summary>The same as <see cref="ConnectionStringExpression"/>.</summary>
    public ReferenceExpression UriExpression => Parent.BuildUri(DatabaseName);
}
