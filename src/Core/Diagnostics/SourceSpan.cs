namespace MCFuser.Core.Diagnostics;

/// <summary>A place in a text: line and column count from 1, length in characters.</summary>
public readonly record struct SourceSpan(int Line, int Column, int Length);
