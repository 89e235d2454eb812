/** A field for files, which are uploaded as they are chosen. */

import { element } from "../dom.js";

/**
 * @param {Object} spec A file_input.
 * @param {import("../blocks/elements.js").ElementContext} context
 * @returns {import("../blocks/elements.js").Field}
 */
export function fileInput(spec, context) {
  let uploaded = [];
  const control = element("input", {
    class: "field", type: "file", multiple: (spec.max_files ?? 10) > 1,
    accept: spec.filetypes?.map((kind) => `.${kind}`).join(","),
    "aria-labelledby": context.labelledBy, "aria-label": context.labelledBy ? null : "File",
  });
  const note = element("span", { class: "hint", role: "status" });
  const show = () => { note.textContent = uploaded.map(({ name, size }) => `${name}, ${Math.ceil(size / 1000)} kB`).join("; "); };
  control.addEventListener("change", async () => {
    uploaded = [];
    control.setAttribute("aria-busy", "true");
    note.textContent = "Uploading …";
    try {
      for (const file of control.files) uploaded.push(await upload(file));
      show();
      context.send(control, uploaded.map(({ id }) => id));
    } catch (error) {
      note.textContent = `The file could not be uploaded: ${error.message}`;
    } finally {
      control.removeAttribute("aria-busy");
    }
  });
  return {
    node: element("span", { class: "file-field" }, control, note),
    control,
    read: () => (uploaded.length ? uploaded.map(({ id }) => id) : null),
    save: () => uploaded,
    restore: (saved) => {
      uploaded = saved;
      show();
    },
  };
}

async function upload(file) {
  const response = await fetch(`/local/file?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
