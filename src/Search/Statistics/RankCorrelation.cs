namespace MCFuser.Search.Statistics;

/// <summary>How far two lists order things alike.</summary>
public static class RankCorrelation
{
    /// <summary>
    /// Spearman's coefficient: the correlation of the ranks, equal values sharing the mean of theirs. 1 for the same order, -1 for the opposite one;
    /// NaN where there are fewer than two pairs or one list is constant.
    /// </summary>
    public static double Spearman(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Count, right.Count);
        var (x, y) = (Ranks(left), Ranks(right));
        var mean = (left.Count + 1) / 2.0;
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var next = first + 1;
            while (next < order.Length && values[order[next]].Equals(values[order[first]])) next++;
            for (var i = first; i < next; i++) ranks[order[i]] = (first + 1 + next) / 2.0;
            first = next;
        }

        return ranks;
    }
}
