using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Configuration;

/// <summary>Options that are bound to a section and checked when the service starts.</summary>
public static class OptionsExtensions
{
    /// <summary>Binds <typeparamref name="TOptions"/> to a section and checks its annotations on start; errors name the
    /// whole key.</summary>
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(
        this WebApplicationBuilder builder, string section)
        where TOptions : class
    {
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new Annotations<TOptions>(section));
        return builder.Services.AddOptions<TOptions>()
            .Bind(builder.Configuration.GetSection(section))
            .ValidateOnStart();
    }

    private sealed class Annotations<TOptions>(string section) : IValidateOptions<TOptions> where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var errors = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new(options), errors, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(errors.Select(
                    e => $"{section}:{string.Join(", ", e.MemberNames)}: {e.ErrorMessage}"));
        }
    }
}
