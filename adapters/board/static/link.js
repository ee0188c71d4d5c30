// The page behind a link. The ticket stands behind the `#`, which a browser keeps to itself: it is
// taken out of the address, and sent only when somebody presses the button.

const find = (id) => document.getElementById(id);
const ticket = location.hash.slice(1);

history.replaceState(null, "", location.pathname);
find("ticket").value = ticket;
find("open").disabled = ticket === "";
find("how").hidden = ticket === "";
find("without").hidden = ticket !== "";
