namespace MCFuser.Search.Programs;

/// <summary>The loops in a block around some work: those that run over all of their tiles, and those that a mask cuts short.</summary>
/// <param name="Parts">Parts among which the tiles of a split loop are dealt out; 1 where none is split.</param>
internal sealed record WorkLoops(int[] Full, MaskedTrips[] Masked, int Parts)
{
    /// <summary>How often a block (a part of it, where the loops are split) does the work, on average over the blocks.</summary>
    public double Trips(TilePoint point)
    {
        var trips = point.Product(Full);
        foreach (var masked in Masked) trips *= masked.Of(point);
        return Parts == 1 ? trips : Math.Ceiling(trips / Parts);
    }
}
