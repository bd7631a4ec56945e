"""Distributions that are not there, written into a folder, so that Python finds their entry points."""


def install(folder, groups, files, name="lions"):
    """Write a distribution into a folder.

    Args:
        folder: A folder of sys.path.
        groups: Its entry points: group -> name -> value.
        files: Its files: path -> text.
        name: Its name.
    """
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    lines = []
    for group, offers in groups.items():
        lines += [f"[{group}]", *(f"{offer} = {value}" for offer, value in offers.items())]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
