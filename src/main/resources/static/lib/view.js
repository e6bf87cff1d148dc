// Preact with htm: all text that goes through it is escaped.
export {
  html,
  render,
  useEffect,
  useMemo,
  useState,
} from '../vendor/htm-preact-3.1.1.js';
