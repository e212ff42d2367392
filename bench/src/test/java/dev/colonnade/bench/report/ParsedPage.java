// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page as a tree: it is well-formed XML, or the constructor fails. */
final class ParsedPage {

  private final Document document;

  ParsedPage(String html) {
    try {
      document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html)));
    } catch (Exception e) {
      throw new AssertionError("the page is not well-formed: " + e.getMessage(), e);
    }
  }

  List<Element> all(String tag) {
    return elements(document.getElementsByTagName(tag));
  }

  static List<Element> within(Element element, String tag) {
    return elements(element.getElementsByTagName(tag));
  }

  static List<Element> ofClass(List<Element> elements, String cssClass) {
    return elements.stream()
        .filter(e -> List.of(e.getAttribute("class").split(" ")).contains(cssClass))
        .toList();
  }

  /** Rows of the table with this caption, each a list of its cells. */
  List<List<Element>> rows(String caption) {
    Element table =
        all("table").stream()
            .filter(t -> within(t, "caption").getFirst().getTextContent().equals(caption))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no table \"" + caption + "\""));
    return within(table, "tr").stream()
        .map(row -> within(row, "td"))
        .filter(cells -> !cells.isEmpty())
        .toList();
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
