namespace Erp.AppHost.Eks;

/// <summary>Amazon EKS as the place where the model's services run. Its pipeline steps are in Pipeline/.</summary>
internal sealed class EksEnvironmentResource(string name) : Resource(name), IComputeEnvironmentResource
{
#pragma warning disable ASPIRECOMPUTE002 // How an environment says under which name a service is reached in it.
    ReferenceExpression IComputeEnvironmentResource.GetHostAddressExpression(EndpointReference endpointReference) =>
        ReferenceExpression.Create($"{endpointReference.Resource.Name}");
#pragma warning restore ASPIRECOMPUTE002
}
