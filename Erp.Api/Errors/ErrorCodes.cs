using Erp.Api.Json;

namespace Erp.Api.Errors;

/// <summary>The codes that every service shares. Codes of a service's own rules stand where the rule stands.</summary>
public static class ErrorCodes
{
    /// <summary>400: the body is not JSON.</summary>
    public const string MalformedJson = "malformed_json";

    /// <summary>400: the body is missing.</summary>
    public const string MissingBody = "missing_body";

    /// <summary>400: the body has a field that is not known.</summary>
    public const string UnknownField = "unknown_field";

    /// <summary>400: the body has a field twice.</summary>
    public const string DuplicateField = "duplicate_field";

    /// <summary>400: a required field is missing or null.</summary>
    public const string MissingField = "missing_field";

    /// <summary>400: a field has the wrong type or is out of its type's range.</summary>
    public const string WrongType = RefusedValueException.WrongType;

    /// <summary>400: the body is nested too deeply.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>400: text with characters that are not accepted.</summary>
    public const string InvalidText = RefusedValueException.InvalidText;

    /// <summary>400: fields break rules; each is named in <c>errors</c>.</summary>
    public const string ValidationFailed = "validation_failed";

    /// <summary>400: a value in the path, the query or a header has the wrong form.</summary>
    public const string InvalidParameter = "invalid_parameter";

    /// <summary>400: a value in the query or a header is missing.</summary>
    public const string MissingParameter = "missing_parameter";

    /// <summary>401: the token is good, but its employee has left.</summary>
    public const string EmployeeInactive = "employee_inactive";

    /// <summary>413.</summary>
    public const string BodyTooLarge = "body_too_large";

    /// <summary>415.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>500: a fault of ours; the trace id leads to the log.</summary>
    public const string Internal = "internal_error";

    /// <summary>503: something this service needs is away for the moment.</summary>
    public const string Unavailable = "temporarily_unavailable";

    /// <summary>The code of an answer that has nothing but its status.</summary>
    public static string ForStatus(int status) => status switch
    {
        400 => "bad_request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        406 => "not_acceptable",
        408 => "request_timeout",
        413 => BodyTooLarge,
        414 => "uri_too_long",
        415 => UnsupportedMediaType,
        426 => "upgrade_required",
        429 => "rate_limited",
        431 => "headers_too_large",
        503 => Unavailable,
        >= 500 => Internal,
        _ => "error",
    };
}
