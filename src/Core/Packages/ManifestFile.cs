namespace MCFuser.Core.Packages;

/// <summary>A file of a package and the SHA-256 of its bytes, in lower-case hexadecimal digits.</summary>
public sealed record ManifestFile(string Name, string Sha256);
