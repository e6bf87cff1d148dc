// SonarQube loads this script for the page and calls what it registers; the modules of the page stand in setup/.
(() => {
  const script = document.currentScript.src;
  window.registerExtension('usingasyncio/setup', options => {
    let stop = null;
    let isLeft = false;
    import(new URL('./setup/page.js', script)).then(page => {
      stop = isLeft ? null : page.start(options);
    });
    return () => {
      isLeft = true;
      stop?.();
    };
  });
})();
