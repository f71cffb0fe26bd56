import { withoutComments } from "../../lib/render/text";

describe("a script as it is installed", () => {
  it("has its first two lines, and of the rest all but lines of comment", () => {
    const script =
      "#!/bin/sh\n# from here\n# why\nset -e\n  # why else\n  echo a # b\n\necho '#'\n";
    expect(withoutComments(script)).toBe(
      "#!/bin/sh\n# from here\nset -e\n  echo a # b\n\necho '#'\n",
    );
  });

  it("has the documentation of a Python program, and not that of its functions", () => {
    const script =
      '#!/usr/bin/python3\n# here\n"""what it does"""\ndef f():\n    """why"""\n    g()\n';
    expect(withoutComments(script)).toBe(
      '#!/usr/bin/python3\n# here\n"""what it does"""\ndef f():\n    g()\n',
    );
  });
});
