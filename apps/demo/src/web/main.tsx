import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import './styles/base.css';
import './styles/stories.css';
import './styles/forms.css';
import './styles/sign-in.css';
import './styles/lanes.css';
import './styles/ladder.css';
import './styles/outcome.css';
import './styles/results.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
