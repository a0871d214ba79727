using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms.Verification;

namespace MCFuser.Core.TilePrograms;

/// <summary>Checks what every stage after the lowering relies on; runs between stages, and on programs read from packages.</summary>
public static class TileProgramVerifier
{
    private static readonly Action<ProgramView>[] Checks =
    [
        LoopChecks.Run,
        AccessChecks.Run,
        ValueChecks.Run,
        DataFlowChecks.Run,
        StateChecks.Run,
        SplitChecks.Run,
        SoftmaxChecks.Run,
        RelativeValueChecks.Run,
    ];

    /// <exception cref="InternalErrorException">The program breaks a rule.</exception>
    public static void Verify(TileProgram program)
    {
        var problems = Problems(program);
        if (problems.Count > 0) throw new InternalErrorException("tile program", string.Join("; ", problems), program.ToString());
    }

    /// <summary>What is wrong with a program, a text a problem; empty if nothing is.</summary>
    public static EquatableArray<string> Problems(TileProgram program)
    {
        var view = new ProgramView(program);
        DeclarationChecks.Run(view);
        ReferenceChecks.Run(view);
        if (view.Problems.Count > 0) return view.Problems.ToEquatableArray();
        foreach (var check in Checks) check(view);
        return view.Problems.ToEquatableArray();
    }
}
