using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Text;

/// <summary>
/// One chain as it was written: names are not resolved, definitions stand in the order of the text, and intermediates have no type yet (f32).
/// </summary>
public sealed record ParsedGraph(OperatorGraph Graph, SourceMap Map);
