"""What a page must have so that it can be used by keyboard, by screen reader and by people who see little.

The checks are those of WCAG 2.2 that a program can make: a language, one title, one main heading, landmarks, labels,
names of controls, contrast as the browser computed it, and the order of focus.
"""

AUDIT = r"""
const faults = [];
const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
  && element.getClientRects().length > 0;
const say = (what, element) => faults.push(what + ': ' + element.outerHTML.slice(0, 160));

if (!document.documentElement.lang) { faults.push('the page has no language'); }
if (!document.title.trim()) { faults.push('the page has no title'); }
if (document.querySelectorAll('h1').length !== 1) { faults.push('the page has not one h1'); }
if (document.querySelectorAll('main').length !== 1) { faults.push('the page has not one main landmark'); }
let level = 0;
for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) { say('a level of headings is left out', heading); }
  level = own;
}
const names = [...document.querySelectorAll('nav')].map((nav) => nav.getAttribute('aria-label'));
if (names.some((name) => !name) || new Set(names).size !== names.length) {
  faults.push('navigations have no names of their own: ' + names);
}
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
for (const id of new Set(ids)) {
  if (ids.filter((other) => other === id).length > 1) { faults.push('an id stands twice: ' + id); }
}
for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
  for (const name of ['aria-describedby', 'aria-labelledby']) {
    for (const id of (element.getAttribute(name) || '').split(' ').filter(Boolean)) {
      if (!document.getElementById(id)) { say(name + ' names nothing', element); }
    }
  }
}
for (const field of document.querySelectorAll('input:not([type="hidden"]), select, textarea')) {
  const label = [...field.labels].map((each) => each.textContent.trim()).join(' ');
  if (!label && !field.getAttribute('aria-label')) { say('a field has no label', field); }
}
for (const control of document.querySelectorAll('a, button, summary')) {
  const image = control.querySelector('img');
  if (!control.textContent.trim() && !control.getAttribute('aria-label') && !(image && image.alt)) {
    say('a control has no name', control);
  }
}
for (const image of document.querySelectorAll('img')) { if (!image.hasAttribute('alt')) { say('no alt', image); } }
for (const table of document.querySelectorAll('table')) {
  if ([...table.querySelectorAll('th')].some((cell) => !cell.scope)) { say('a heading has no scope', table); }
}
if ([...document.querySelectorAll('[tabindex]')].some((element) => element.tabIndex > 0)) {
  faults.push('tabindex changes the order of focus');
}

// Contrast (WCAG 2.2, 1.4.3): 4.5 for text, 3 for large text.
const parts = (text) => {
  const numbers = text.match(/[\d.]+/g).map(Number);
  return { rgb: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
};
const over = (top, base) => top.rgb.map((value, index) => value * top.alpha + base[index] * (1 - top.alpha));
const ground = (element) => {
  const layers = [];
  for (let each = element; each; each = each.parentElement) {
    const colour = parts(getComputedStyle(each).backgroundColor);
    layers.push(colour);
    if (colour.alpha === 1) { break; }
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  return layers.reduceRight((base, layer) => over(layer, base), dark ? [0, 0, 0] : [255, 255, 255]);
};
const light = (rgb) => {
  const [red, green, blue] = rgb.map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || element.closest('script, svg, option') || !seen(element)) { continue; }
  if (element.matches(':disabled, :disabled *')) { continue; }
  const style = getComputedStyle(element);
  const base = ground(element);
  const text = over(parts(style.color), base);
  const [high, low] = [light(text), light(base)].sort((one, other) => other - one);
  const ratio = (high + 0.05) / (low + 0.05);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (isLarge ? 3 : 4.5)) { say('contrast ' + ratio.toFixed(2), element); }
}
if (document.documentElement.scrollWidth > innerWidth) { faults.push('the page is wider than the window'); }
return faults;
"""

FOCUS = r"""
const element = document.activeElement;
const box = element.getBoundingClientRect();
const style = getComputedStyle(element);
return {
  tag: element.tagName, text: (element.textContent || element.name || '').trim().slice(0, 60),
  isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  isSeen: box.width > 0 && box.height > 0, index: [...document.querySelectorAll('*')].indexOf(element),
};
"""


def faults(page):
    """What is wrong with the page that is shown."""
    return page.driver.execute_script(AUDIT)


def set_scheme(page, scheme):
    """Prefers `light` or `dark`."""
    page.driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {
            "features": [
                {"name": "prefers-color-scheme", "value": scheme},
                # Colours in the middle of a transition are no colours of the page.
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]})


def set_width(page, width):
    """Makes the window as wide as a phone, a tablet or a desk."""
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})


def walk_by_keyboard(page, steps, press):
    """Goes through the page by `press`; what had the focus at each step."""
    places = []
    for _ in range(steps):
        press()
        places.append(page.driver.execute_script(FOCUS))
    return places
