// What a reader with this window would complain of: text that is cut, that lies over other text, that is too small, or that pushes the page wide.
(() => {
  const wide = document.documentElement.clientWidth, found = {cut: [], overlap: [], small: [], wide: [], pictures: [], scrolls: []};
  const told = node => node.textContent.trim().slice(0, 40);
  const rects = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const hidden = "desc, title, defs, clipPath, style, .skip";
  const cards = matchMedia("screen and (max-width: 56rem)").matches;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest(hidden) || (cards && owner.closest("thead"))) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) continue;
      rects.push({left: r.left, right: r.right, top: r.top + scrollY, bottom: r.bottom + scrollY, node});
      if (r.left < -1 || r.right > wide + 1) found.cut.push(told(node));
      if (parseFloat(getComputedStyle(owner).fontSize) * (owner.closest("svg") ? owner.closest("svg").getScreenCTM().a : 1) < 9) found.small.push(told(node));
      for (let up = owner; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const box = up.getBoundingClientRect();
        if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1) found.cut.push(told(node));
      }
    }
  }
  // Lines of text have leading: two rects may touch, their letters (the middle two thirds) may not.
  rects.sort((a, b) => a.top - b.top);
  for (let i = 0; i < rects.length; i++) for (let j = i + 1; j < rects.length && rects[j].top < rects[i].bottom; j++) {
    const a = rects[i], b = rects[j];
    if (a.node === b.node) continue;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > Math.min(a.bottom - a.top, b.bottom - b.top) / 3) found.overlap.push(told(a.node) + " / " + told(b.node));
  }
  for (const e of document.querySelectorAll("body *")) {
    const style = getComputedStyle(e), r = e.getBoundingClientRect();
    if (e.closest(".skip, svg, thead")) continue;
    if (r.width > 1 && (r.right > wide + 1 || r.left < -1)) found.wide.push(e.tagName + " " + told(e));
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth && style.overflowX !== "visible" && e.tabIndex < 0) found.scrolls.push(e.tagName + " " + told(e));
  }
  if (document.documentElement.scrollWidth > wide) found.wide.push("the page itself");
  found.pictures = [...document.images].filter(image => !image.naturalWidth).map(image => image.alt);
  return {...found, width: innerWidth, texts: rects.length};
})()
