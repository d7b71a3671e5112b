using Erp.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Erp.ServiceDefaults.Tests;

/// <summary>A client that does not wait for its answer gets none, whatever the answer would have been.</summary>
public sealed class ClientGoneTests
{
    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task No_answer_is_written(Type exception)
    {
        var context = new DefaultHttpContext { RequestAborted = new(canceled: true) };
        context.Response.Body = new MemoryStream();
        var handler = new ExceptionToProblem(new TransientFaults([]), NullLogger<ExceptionToProblem>.Instance);

        Assert.True(await handler.TryHandleAsync(
            context, (Exception)Activator.CreateInstance(exception)!, CancellationToken.None));
        Assert.Equal(StatusCodes.Status499ClientClosedRequest, context.Response.StatusCode);
        Assert.Equal(0, context.Response.Body.Length);
    }
}
