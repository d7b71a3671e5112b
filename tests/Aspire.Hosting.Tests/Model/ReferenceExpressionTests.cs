using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class ReferenceExpressionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Texts_and_values_stand_in_the_order_of_the_interpolated_string()
    {
        var builder = TestModel.Builder();
        var user = builder.AddParameter("user", "root");
        var name = "erp";

        var expression = ReferenceExpression.Create($"User={user};Database={name};Braces={{}}");

        Assert.Equal("User=root;Database=erp;Braces={}", await expression.GetValueAsync(None));
        Assert.Equal("User={user.value};Database=erp;Braces={}", expression.ValueExpression);
        Assert.Same(user.Resource, Assert.Single(expression.ValueProviders));
    }

    [Fact]
    public async Task The_uri_format_encodes_the_value_and_names_an_encoded_string_in_the_manifest()
    {
        var password = TestModel.Builder().AddParameter("password", "a/b c");

        var expression = ReferenceExpression.Create($"x://:{password:uri}@host");

        Assert.Equal("x://:a%2Fb%20c@host", await expression.GetValueAsync(None));
        Assert.Equal("x://:{password-uri-encoded.value}@host", expression.ValueExpression);
    }

    [Fact]
    public void A_generated_password_without_special_characters_needs_no_encoded_string()
    {
        var password = TestModel.Builder().AddParameter("password", new GenerateParameterDefault { MinLength = 8, Special = false }, secret: true);

        Assert.Equal("{password.value}", ReferenceExpression.Create($"{password:uri}").ValueExpression);
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        var user = TestModel.Builder().AddParameter("user", "root");

        var error = await Assert.ThrowsAsync<FormatException>(async () => await ReferenceExpression.Create($"{user:hex}").GetValueAsync(None));

        Assert.Contains("'hex'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_builder_appends_texts_values_and_interpolated_strings()
    {
        var user = TestModel.Builder().AddParameter("user", "root").Resource;
        var builder = new ReferenceExpressionBuilder();
        Assert.True(builder.IsEmpty);

        builder.AppendLiteral("{a}");
        builder.AppendFormatted(user);
        builder.Append($";again={user}");

        Assert.False(builder.IsEmpty);
        Assert.Equal("{a}root;again=root", await builder.Build().GetValueAsync(None));
    }

    [Fact]
    public async Task The_empty_expression_has_no_value()
    {
        Assert.Null(await ReferenceExpression.Empty.GetValueAsync(None));
    }

    [Fact]
    public async Task A_connection_string_waits_until_the_endpoint_has_its_address()
    {
        var builder = TestModel.Builder();
        var server = builder.AddProgram("server").WithEndpoint(name: "tcp");
        var endpoint = server.GetEndpoint("tcp");
        var connection = builder.AddConnectionString("db", ReferenceExpression.Create(
            $"Server={endpoint.Property(EndpointProperty.IPV4Host)};Port={endpoint.Property(EndpointProperty.Port)}"));

        var value = ((IResourceWithConnectionString)connection.Resource).GetConnectionStringAsync(None).AsTask();
        Assert.False(value.IsCompleted);
        endpoint.Allocate(3306);

        Assert.Equal("Server=127.0.0.1;Port=3306", await value.WaitAsync(TestModel.Patience));
    }
}
