using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.MySql;

/// <summary>The SQL that makes a database, in place of CREATE DATABASE.</summary>
internal sealed record MySqlCreationScript(string Sql) : IResourceAnnotation;
