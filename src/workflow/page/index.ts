export { renderPage } from './render-page.js'
export { summaryOf } from './summary.js'
export { writePage } from './write-page.js'
