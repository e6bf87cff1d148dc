// SonarQube loads this script for the page and calls what it registers; the modules of the page stand in portfolio/.
(() => {
  const script = document.currentScript.src;
  window.registerExtension('usingasyncio/portfolio', options => {
    let stop = null;
    let isLeft = false;
    import(new URL('./portfolio/page.js', script)).then(page => {
      stop = isLeft ? null : page.start(options);
    });
    return () => {
      isLeft = true;
      stop?.();
    };
  });
})();
