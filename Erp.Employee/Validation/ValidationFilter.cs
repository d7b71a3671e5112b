namespace Erp.Employee.Validation;

/// <summary>Validates every argument that is <see cref="IValidated"/> before its handler runs.</summary>
internal sealed class ValidationFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var body in context.Arguments.OfType<IValidated>())
        {
            var rules = new Rules();
            body.Validate(rules);
            rules.ThrowIfBroken();
        }
        return next(context);
    }
}
