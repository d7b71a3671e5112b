namespace Erp.Web.Forms;

/// <summary>What pages themselves say of fields that they cannot read, in the services' manner.</summary>
internal static class FieldErrors
{
    public const string NoDate = "must be a date.";
    public const string NoNumber = "must be a number.";
    public const string NoChoice = "must be chosen.";
    public const string NoText = "must not be empty.";
    public const string NoName = "must have no slash, and more than dots.";
    public const string NoApprover = "must have somebody who decides.";
    public const string NotOneDay = "must be whole days for more than one day.";
    public const string NoFile = "must be an .ics or a .csv file.";
    public const string NoWorkingDays = "must have working days among them.";
}
