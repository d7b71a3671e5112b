namespace Erp.Employee.Validation;

/// <summary>A request body that knows the rules its sender can see.</summary>
internal interface IValidated
{
    /// <summary>Names every field that breaks a rule.</summary>
    void Validate(Rules rules);
}
