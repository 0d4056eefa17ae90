export { renderPage } from './render-page.js'
export { summaryOf } from './summary.js'
