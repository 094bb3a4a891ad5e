import { describe, expect, it } from '@jest/globals';
import { launchBrowser } from './launch-browser.js';

describe('launchBrowser', () => {
  it('starts a browser that renders a page and runs its script', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent(`<button onclick="this.textContent = 'pressed'">press</button>`);
      await page.click('button');
      expect(await page.textContent('button')).toBe('pressed');
    } finally {
      await browser.close();
    }
  });
});
