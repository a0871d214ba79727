using Antlr4.Runtime;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Frontend.Text;

/// <summary>Stops the parser at its first problem: what follows a syntax error is guesswork.</summary>
internal sealed class FirstSyntaxError(string file) : DefaultErrorStrategy
{
    /// <summary>Reached where no alternative of a rule begins with the token.</summary>
    public override void Recover(Parser recognizer, RecognitionException e) => throw Failure(recognizer);

    /// <summary>Reached where one token is expected and another stands.</summary>
    public override IToken RecoverInline(Parser recognizer) => throw Failure(recognizer);

    public override void ReportError(Parser recognizer, RecognitionException e) => throw Failure(recognizer);

    /// <summary>Nothing to do: the parser reaches the problem by itself, and then knows better what it misses.</summary>
    public override void Sync(Parser recognizer)
    {
    }

    private DiagnosticException Failure(Parser parser)
    {
        var token = parser.CurrentToken;
        var problem = SyntaxErrors.Describe(parser, token) with { File = file, Span = token.Span() };
        return new DiagnosticException(ExitCode.InvalidInput, problem);
    }
}
