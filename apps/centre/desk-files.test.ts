import { describe, expect, it } from 'vitest';
import { deskFiles } from './desk-files.ts';

describe('what is served', () => {
  const files = new Map(
    deskFiles().map(({ path, bytes, type }) => [path, { text: new TextDecoder().decode(bytes), type }]),
  );
  const scripts = [...files].filter(([path]) => path.endsWith('.js'));

  it('is closed: every module that is named is there, and no type is left', () => {
    expect(scripts.length).toBeGreaterThan(20);
    for (const [path, { text }] of scripts) {
      for (const [, name = ''] of text.matchAll(/\bfrom\s*['"]([^'"\s,]+)['"]/g)) {
        expect(name, path).toMatch(/^\.\/[a-z-]+\.js$/);
        expect([...files.keys()], path).toContain(name.slice(2));
      }
      expect(text, path).not.toMatch(/^\s*(export )?type \w+ =/m);
    }
  });

  it('holds nothing inline, as the policy of the desk demands, and no test', () => {
    const page = files.get('index.html')?.text ?? '';
    expect(page).toContain('src="main.js"');
    expect(page).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
    expect([...files.keys()].filter((path) => path.includes('test'))).toEqual([]);
  });

  it('keeps no figures in the browser', () => {
    for (const [path, { text }] of scripts) {
      if (path !== 'main.js') expect(text, path).not.toMatch(/localStorage|sessionStorage|indexedDB|\bcaches\b/);
    }
    expect(files.get('main.js')?.text.match(/localStorage\.\w+\([^)]*\)/g)).toEqual([
      'localStorage.getItem(LANGUAGE_KEY)',
      'localStorage.setItem(LANGUAGE_KEY, language)',
    ]);
  });
});
