using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Text;

/// <summary>
/// One chain as it was written: definitions stand in the order of the text, intermediates have no type yet (they say f32),
/// and what the names stand for is not checked.
/// </summary>
public sealed record ParsedGraph(OperatorGraph Graph, SourceMap Map);
