// A box drawn on the page with mouse, pen or finger fills in the form beside it; without this file it is typed.
const sheet = document.querySelector("[data-draw]");

if (sheet) {
  const field = (name) => document.getElementById(`${sheet.dataset.draw}${name}`);
  const byHand = document.querySelector("[data-draw-by-hand]");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  drawn.classList.add("drawn");
  let from = null;

  const place = ({ clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(sheet.getScreenCTM().inverse());
  const within = (value, most) => Math.min(Math.max(value, 0), most);

  const draw = (event) => {
    const { width, height } = sheet.viewBox.baseVal;
    const to = place(event);
    const [left, right] = [from.x, to.x].map((x) => within(x, width)).sort((a, b) => a - b);
    const [top, bottom] = [from.y, to.y].map((y) => within(y, height)).sort((a, b) => a - b);
    const box = { left, top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(box)) field(name).value = value.toFixed(1);
    for (const [name, side] of [["x", left], ["y", top], ["width", box.width], ["height", box.height]]) drawn.setAttribute(name, side);
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button || (event.pointerType === "touch" && !sheet.classList.contains("by-hand"))) return;
    event.preventDefault();
    from = place(event);
    sheet.setPointerCapture(event.pointerId);
    sheet.append(drawn);
    draw(event);
  });
  sheet.addEventListener("pointermove", (event) => from && draw(event));
  for (const name of ["pointerup", "pointercancel"]) {
    sheet.addEventListener(name, () => {
      if (from) field("ground").focus({ preventScroll: matchMedia("(min-width: 1024px)").matches });
      from = null;
    });
  }

  byHand.hidden = !matchMedia("(any-pointer: coarse)").matches;
  byHand.addEventListener("click", () => {
    byHand.setAttribute("aria-pressed", String(sheet.classList.toggle("by-hand")));
  });
}
