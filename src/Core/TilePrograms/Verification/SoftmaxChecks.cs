namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>A sum of exponentials is rescaled once after each update of its softmax state, and finished once before it is read.</summary>
internal static class SoftmaxChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var sum in view.Program.States.Where(s => s.RescaledBy is not null))
        {
            var softmax = view.State(sum.RescaledBy!);
            var updates = view.Updates(softmax).ToList();
            var rescales = view.Sites.Where(s => view.IsRescale(s.Statement, sum)).ToList();
            foreach (var update in updates) Rescaled(view, sum, softmax, update, updates, rescales);
            foreach (var rescale in rescales.Where(r => !updates.Any(u => Answers(r, u))))
                view.Report(rescale, $"no update of state {softmax.Name} stands above in the same loop");
            Finished(view, sum, softmax);
        }
    }

    /// <summary>An update that happens only once has nothing to rescale.</summary>
    private static void Rescaled(ProgramView view, TileState sum, TileState softmax, Site update, List<Site> updates, List<Site> rescales)
    {
        if (updates.Count == 1 && !update.Loops.Any(l => softmax.Axes.Contains(l.Axis))) return;
        var end = updates.Where(u => u.Order > update.Order).Select(u => u.Order).Append(int.MaxValue).Min();
        var answers = rescales.Where(r => r.Order < end && Answers(r, update)).ToList();
        if (answers.Count != 1)
        {
            view.Report(update, $"sum {sum.Name} is rescaled {answers.Count} times after this update");
            return;
        }

        if (view.Updates(sum).Any(u => u.Order > update.Order && u.Order < answers[0].Order))
            view.Report(answers[0], $"sum {sum.Name} is rescaled after it was updated with newer terms");
        var mixed = answers[0].AroundButNot(update).Select(s => s.Statement).OfType<For>()
            .FirstOrDefault(l => !view.Buffer(sum.Parts[0]).Dimensions.Any(d => d.Axis == l.Axis));
        if (mixed is not null) view.Report(answers[0], $"sum {sum.Name} is rescaled again for every tile of axis {mixed.Axis}");
    }

    private static void Finished(ProgramView view, TileState sum, TileState softmax)
    {
        var part = sum.Parts[0];
        var finishes = view.Sites.Where(s => s.Statement is Finish f && f.Source == part && f.State == softmax.Name).ToList();
        if (finishes.Count == 0) view.Report($"sum {sum.Name} is never finished by state {softmax.Name}");
        if (finishes.Count > 1) view.Report(finishes[1], $"sum {sum.Name} is finished {finishes.Count} times");
        if (finishes.Count == 0) return;
        var earlier = view.Sites.Where(s => s.Order < finishes[0].Order && !view.IsRescale(s.Statement));
        foreach (var read in earlier.Where(s => s.Statement.Reads(view).Contains(part)))
            view.Report(read, $"{part} is read before state {softmax.Name} finished it");
    }

    /// <summary>Does the rescaling happen whenever the update did, after it and before the next round?</summary>
    private static bool Answers(Site rescale, Site update) =>
        rescale.Order > update.Order && !update.AroundButNot(rescale).Any() && rescale.AroundButNot(update).All(s => s.Statement is For);
}
