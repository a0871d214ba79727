using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tests.Core.TilePrograms;

public class TileProgramVerifierTests
{
    [Theory]
    [MemberData(nameof(TileProgramSamples.All), MemberType = typeof(TileProgramSamples))]
    public void Good_programs_pass(string text)
    {
        Assert.Equal([], TileProgramVerifier.Problems(TileProgramSamples.Parse(text)));
        TileProgramVerifier.Verify(TileProgramSamples.Parse(text));
    }

    [Theory]
    [MemberData(nameof(TileProgramSamples.Built), MemberType = typeof(TileProgramSamples))]
    public void What_the_compiler_builds_passes_and_can_be_read_back(string sample, string text)
    {
        var program = TileProgramParser.Parse(text, sample);
        Assert.Equal([], TileProgramVerifier.Problems(program));
        Assert.Equal(text, program.ToString());
    }

    [Fact]
    public void A_bad_program_stops_the_stage_and_is_shown()
    {
        var program = TileProgramSamples.Changed(TileProgramSamples.GemmChain, "      init C\n", "");
        var error = Assert.Throws<InternalErrorException>(() => TileProgramVerifier.Verify(program));
        Assert.Equal(program.ToString(), error.IntermediateRepresentation);
        Assert.Contains("state C is initialised 0 times", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("buffer C.tile:", "buffer A.tile:", "the name A.tile is declared 2 times")]
    [InlineData("state C =", "state E =", "the state E is declared 2 times")]
    [InlineData("state C = sum[k](C.sum)", "state C = sum[k](E.sum)", "the state part E.sum is declared 2 times")]
    [InlineData("state C = sum[k](C.sum)", "state C = sum[k](C.sum, C.tile)", "state C has 2 parts; sum has 1")]
    [InlineData("state C = sum[k](C.sum)", "state C = sum[n](C.sum)", "state C accumulates over axis n, which its part C.sum has as a dimension")]
    [InlineData("register [m, n]", "register [m, x]", "buffer C.sum has a dimension of the unknown axis x")]
    [InlineData("register [m, n]", "register [m, m]", "buffer C.sum has two dimensions of axis m")]
    [InlineData("strides [n, 1]", "strides [1]", "buffer B has 2 dimensions and 1 strides")]
    [InlineData("axis k = 64 tile 32 reduction", "axis k = 64 tile 32 dimension", "buffer A.tile has a dimension of axis k, which only global memory may have")]
    [InlineData("load A.tile = A", "load A.tile = X", "'load A.tile = X[m, k]': unknown buffer X")]
    [InlineData("init C\n", "init X\n", "'init X': unknown state X")]
    [InlineData("for k in 0", "for x in 0", "unknown axis x")]
    [InlineData("map C.tile = C.sum", "map C.tile = C.sum + X", "unknown buffer X")]
    [InlineData("for k in 0", "for n in 0", "axis n is looped twice in one nest")]
    [InlineData("for n in 0 .. 256 {", "for n in 0 .. 256 on grid {", "'for n in 0 .. 256 on grid': a grid loop stands beside other statements")]
    [InlineData("for k in 0 .. 64 {", "for k in 0 .. 64 on grid {", "a grid loop stands inside a loop or test that is not on the grid")]
    [InlineData("for k in 0 .. 64", "for k in 0 .. h", "the position of axis h is used outside of a loop over it")]
    [InlineData("for k in 0 .. 64", "for k in 3 .. 64", "the loop starts at 3, which is no multiple of the tile size 32")]
    [InlineData("load A.tile = A[m, k]", "load A.tile = A[m]", "A has 2 dimensions and is accessed with 1 indices")]
    [InlineData("load A.tile = A[m, k]", "load A.tile = E[m, k]", "E is no input and no tensor in global memory")]
    [InlineData("load A.tile = A[m, k]", "load A = A[m, k]", "A is not on chip")]
    [InlineData("load A.tile = A[m, k]", "load A.tile = A[m, n]", "the position depends on axis n, which A.tile lacks")]
    [InlineData("load A.tile = A[m, k]", "load A.tile = A[m, B[k, k]]", "the index reads B, which is no integer input")]
    [InlineData("store E[m, h] = E.sum", "store E[m, 0] = E.sum", "positions along axis h of E.sum are stored over each other")]
    [InlineData("store E[m, h] = E.sum", "store A[m, h] = E.sum", "A is no output and no tensor in global memory")]
    [InlineData("store E[m, h] = E.sum", "load D.tile = D[n, h]", "output E is never stored")]
    [InlineData("for h in 0 .. 80 {\n      store E[m, h] = E.sum\n    }", "store E[m, h] = E.sum", "axis h has no current tile here")]
    [InlineData("map C.tile = C.sum", "map C.tile = C.sum + A", "A is not on chip")]
    [InlineData("load A.tile = A[m, k]", "init C", "A.tile is read before it is written")]
    [InlineData("load D.tile = D[n, h]", "if n < 128 {\nload D.tile = D[n, h]\n}", "D.tile is read where it may not have been written")]
    [InlineData("over k in f16", "over h in f16", "axis h is reduced and is an axis of neither operand")]
    [InlineData("over n in f16", "over n, m in f16", "axis m is reduced and is an axis of E.sum")]
    [InlineData("over k in f16", "over m in f16", "axis k of an operand is not reduced and C.sum lacks it")]
    [InlineData("contract C.sum +=", "contract C.tile +=", "C.tile is no part of a sum state")]
    [InlineData("      init C\n      for k in 0 .. 64 {", "      for k in 0 .. 64 {\ninit C", "state C is reset for every tile of an axis that it accumulates over")]
    [InlineData("      init C\n", "", "state C is initialised 0 times")]
    [InlineData("      map C.tile", "      init C\n      map C.tile", "state C is initialised 2 times")]
    [InlineData("register [m, h*]", "register [m, h]", "state E mixes the tiles of axis h: its part E.sum does not keep them apart")]
    [InlineData("state C = sum[k]", "state C = sum[]", "axis k is reduced tile by tile, and state C does not accumulate over it")]
    [InlineData("        contract C.sum += A.tile * B.tile over k in f16\n      }", "        contract C.sum += A.tile * B.tile over k in f16\nmap C.tile = C.sum\n}", "C.sum is used inside 'for k in 0 .. 64', before the last update of state C")]
    [InlineData("for n in 0 .. 256 {", "for n in 0 .. 256 split 2 across cluster {", "the copies of state E are combined 0 times")]
    [InlineData("      store E[m, h] = E.sum\n", "      store E[m, h] = E.sum\n      combine E across warp\n", "no split loop above makes copies of state E to combine")]
    public void A_wrong_chain_is_found(string old, string replacement, string problem) =>
        Finds(TileProgramSamples.GemmChain, old, replacement, problem);

    [Theory]
    [InlineData("map S.tile = where(n <= m, ", "map S.tile = where(h <= m, ", "the value uses the index of axis h, which S.tile lacks")]
    [InlineData("update P with S.tile into P.tile", "update P with S.tile into O.tile", "O.tile lacks axis n of S.tile")]
    [InlineData("update P with S.tile into P.tile", "update S with S.tile into P.tile", "only the update of a softmax state writes a destination")]
    [InlineData("          map O.sum = O.sum * P.scale\n", "", "sum O is rescaled 0 times after this update")]
    [InlineData("map O.sum = O.sum * P.scale\n", "map O.sum = O.sum * P.scale\nmap O.sum = P.scale * O.sum\n", "sum O is rescaled 2 times after this update")]
    [InlineData("map O.sum = O.sum * P.scale\n", "map O.sum = O.sum * P.sum\n", "P.sum is used inside 'for n in 0 .. min(512, m + 64) split 2 across warp', before the last update of state P")]
    [InlineData("finish P of O.sum into O.tile", "map O.tile = O.sum", "sum O is never finished by state P")]
    [InlineData("finish P of O.sum into O.tile", "finish P of O.sum into O.tile\nfinish P of O.sum into O.tile", "sum O is finished 2 times")]
    [InlineData("finish P of O.sum into O.tile", "map O.tile = O.sum\nfinish P of O.sum into O.tile", "O.sum is read before state P finished it")]
    [InlineData("finish P of O.sum", "finish O of O.sum", "O is no softmax state and needs no finish")]
    [InlineData("combine P across warp", "combine P across cluster", "no split loop above makes copies of state P to combine")]
    [InlineData("combine P across warp", "combine S across warp", "P.sum is read before the copies of state P are combined")]
    [InlineData("combine P across warp\n      combine O across warp", "combine O across warp\n      combine P across warp", "state P is combined after the sum O that it rescales")]
    [InlineData("rescaled by P", "rescaled by S", "state O is rescaled by S, which is no softmax state")]
    [InlineData("rescaled by P", "", "P.tile is relative to the maximum so far, and O.sum is not rescaled by state P")]
    [InlineData("combine P across warp", "combine P across warp\nmap P.max = P.max + S.tile", "P.max lacks axis n of S.tile")]
    [InlineData("P.max: f32 register [m]", "P.max: f32 shared [n]", "state P accumulates over axis n, which its part P.max has as a dimension")]
    public void A_wrong_attention_is_found(string old, string replacement, string problem) =>
        Finds(TileProgramSamples.Attention, old, replacement, problem);

    [Theory]
    [InlineData("P.max: f32 register [m, #h]", "P.max: f32 register [m]", "state P mixes the tiles of axis h: its part P.max does not keep them apart")]
    [InlineData("map O.sum = O.sum * P.scale", "for k in 0 .. 32 {\nmap O.sum = O.sum * P.scale\n}", "sum O is rescaled again for every tile of axis k")]
    [InlineData("        map O.sum = O.sum * P.scale\n        load V.tile = V[n, h]\n        contract O.sum += P.tile * V.tile over n in f32\n", "        load V.tile = V[n, h]\n        contract O.sum += P.tile * V.tile over n in f32\n        map O.sum = O.sum * P.scale\n", "sum O is rescaled after it was updated with newer terms")]
    [InlineData("        update P with S.sum into P.tile\n        map O.sum = O.sum * P.scale\n", "        map O.sum = O.sum * P.scale\n        update P with S.sum into P.tile\n", "no update of state P stands above in the same loop")]
    public void A_wrong_recomputation_is_found(string old, string replacement, string problem) =>
        Finds(TileProgramSamples.RecomputedAttention, old, replacement, problem);

    [Theory]
    [InlineData("load X.tile = T[I[m], n]", "load X.tile = T[T[m, n], n]", "the index reads T, which is no integer input")]
    [InlineData("load X.tile = T[I[m], n]", "load X.tile = T[I[m, n], n]", "I has 1 dimensions and is accessed with 2 indices")]
    [InlineData("load X.tile = T[I[m], n]", "for v in 0 .. 1000 {\nload X.tile = T[v, n]\n}", "no loop may run over axis v")]
    [InlineData("tile 80", "tile 16", "axis n has no current tile here: it is tiled, and no loop over it is around")]
    [InlineData("store Y[m, n] = Y.tile", "store Y[m, n] = X.scaled\nstore Y[m, n] = Z.tile", "unknown buffer Z.tile")]
    [InlineData("finish P of P.tile into Y.tile", "map Y.tile = X.tile / P.sum\ninit P", "state P is initialised 2 times")]
    [InlineData("    update P with X.scaled into P.tile\n    finish P of P.tile into Y.tile\n", "    finish P of X.scaled into Y.tile\n    update P with X.scaled into P.tile\n", "P.sum is used before the last update of state P")]
    public void A_wrong_softmax_is_found(string old, string replacement, string problem) =>
        Finds(TileProgramSamples.PlainSoftmax, old, replacement, problem);

    [Theory]
    [InlineData("X.kept: f32 shared [m, row*]", "X.kept: f32 shared [m, row]", "X.kept is stale: 'map X.kept = abs(X.tile)' wrote it for a tile of axis row, and it is read outside of that loop")]
    [InlineData("map Y.tile = X.kept / L", "map Y.tile = X.tile / L", "X.tile is stale")]
    [InlineData("update total with X.kept", "update total with X.kept\nmap X.tile = X.kept / L", "L is used inside 'for row in 0 .. 100', before the last update of state total")]
    [InlineData("for row in 0 .. 100 {\n      load", "for row in 0 .. 100 on grid {\n      load", "state total accumulates over axis row, whose tiles lie in different blocks of the grid")]
    [InlineData("  for m in 0 .. 32 on grid {\n    init total\n", "  init total\n  for m in 0 .. 32 on grid {\n", "'init total': axis m has no current tile here")]
    public void A_wrong_second_pass_is_found(string old, string replacement, string problem) =>
        Finds(TileProgramSamples.TwoPasses, old, replacement, problem);

    [Fact]
    public void Tiles_do_not_leave_their_block()
    {
        var program = TileProgramSamples.Changed(
            TileProgramSamples.TwoPasses,
            "    for row in 0 .. 100 {\n      map Y",
            "  }\n  for m in 0 .. 32 on grid {\n    for row in 0 .. 100 {\n      map Y");
        Assert.Contains(TileProgramVerifier.Problems(program), p => p.Contains("outside of the grid loop over m", StringComparison.Ordinal));
    }

    private static void Finds(string text, string old, string replacement, string problem)
    {
        var problems = TileProgramVerifier.Problems(TileProgramSamples.Changed(text, old, replacement));
        Assert.True(problems.Any(p => p.Contains(problem, StringComparison.Ordinal)), $"found: {string.Join("\n", problems)}");
    }
}
