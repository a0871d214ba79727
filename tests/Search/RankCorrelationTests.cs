using MCFuser.Search.Statistics;

namespace MCFuser.Tests.Search;

public class RankCorrelationTests
{
    [Fact]
    public void Is_one_for_the_same_order_and_minus_one_for_the_opposite()
    {
        Assert.Equal(1, RankCorrelation.Spearman([1, 10, 100, 1000], [0.1, 0.2, 0.3, 0.4]), 12);
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [3, 2, 1]), 12);
    }

    /// <summary>Ranks 1, 2.5, 2.5, 4 against 1, 2, 4, 3: deviations multiply to 3, squares to 4.5 and 5.</summary>
    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() =>
        Assert.Equal(3 / Math.Sqrt(4.5 * 5), RankCorrelation.Spearman([1, 2, 2, 3], [10, 20, 40, 30]), 12);

    /// <summary>Hours of television against intelligence quotient, the worked example of many textbooks: 1 - 6 · 194 / (10 · 99).</summary>
    [Fact]
    public void Agrees_with_the_formula_for_distinct_ranks() =>
        Assert.Equal(
            1 - 6.0 * 194 / (10 * 99),
            RankCorrelation.Spearman([106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]), 12);

    [Fact]
    public void Is_no_number_where_nothing_is_ordered()
    {
        Assert.True(double.IsNaN(RankCorrelation.Spearman([1, 1, 1], [1, 2, 3])));
        Assert.True(double.IsNaN(RankCorrelation.Spearman([], [])));
    }
}
