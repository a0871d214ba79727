namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>A statement and where it stands. Equal statements at different places are different sites.</summary>
internal sealed class Site(TileStatement statement, int order, Site? parent)
{
    public TileStatement Statement { get; } = statement;

    /// <summary>The position in the printed program.</summary>
    public int Order { get; } = order;

    public Site? Parent { get; } = parent;

    /// <summary>The loops and tests around the statement, from the inside out.</summary>
    public IEnumerable<Site> Around
    {
        get
        {
            for (var site = Parent; site is not null; site = site.Parent) yield return site;
        }
    }

    public IEnumerable<For> Loops => Around.Select(s => s.Statement).OfType<For>();

    public bool IsInside(Site outer) => Around.Contains(outer);

    /// <summary>What is around this statement and not around the other one.</summary>
    public IEnumerable<Site> AroundButNot(Site other) => Around.TakeWhile(s => s != other && !other.IsInside(s));

    public override string ToString() => $"'{TileProgramPrinter.Head(Statement)}'";

    public static List<Site> All(TileProgram program)
    {
        var sites = new List<Site>();
        Add(program.Body, null);
        return sites;

        void Add(EquatableArray<TileStatement> block, Site? parent)
        {
            foreach (var statement in block)
            {
                var site = new Site(statement, sites.Count, parent);
                sites.Add(site);
                Add(statement.Children, site);
            }
        }
    }
}
